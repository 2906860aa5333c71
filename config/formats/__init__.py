"""How days and hours are written where no page asks for a form of its own."""

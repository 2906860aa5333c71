"""Letters drafted from templates: what may stand in them, what fills it, how they are set."""

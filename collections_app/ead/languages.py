"""Languages by the codes that finding aids use (ISO 639-2) and that we use (ISO 639-1)."""

_TWO = {
    "afr": "af", "alb": "sq", "sqi": "sq", "amh": "am", "ara": "ar", "arm": "hy", "hye": "hy",
    "aze": "az", "baq": "eu", "eus": "eu", "bel": "be", "ben": "bn", "bos": "bs", "bul": "bg",
    "bur": "my", "mya": "my", "cat": "ca", "chi": "zh", "zho": "zh", "cze": "cs", "ces": "cs",
    "dan": "da", "dut": "nl", "nld": "nl", "eng": "en", "epo": "eo", "est": "et", "fin": "fi",
    "fre": "fr", "fra": "fr", "geo": "ka", "kat": "ka", "ger": "de", "deu": "de", "gle": "ga",
    "gre": "el", "ell": "el", "hat": "ht", "hau": "ha", "heb": "he", "hin": "hi", "hrv": "hr",
    "hun": "hu", "ice": "is", "isl": "is", "ind": "id", "ita": "it", "jpn": "ja", "kin": "rw",
    "kor": "ko", "lat": "la", "lav": "lv", "lin": "ln", "lit": "lt", "lug": "lg", "mac": "mk",
    "mkd": "mk", "may": "ms", "msa": "ms", "mon": "mn", "nor": "no", "per": "fa", "fas": "fa",
    "pol": "pl", "por": "pt", "rum": "ro", "ron": "ro", "run": "rn", "rus": "ru", "slo": "sk",
    "slk": "sk", "slv": "sl", "som": "so", "spa": "es", "srp": "sr", "swa": "sw", "swe": "sv",
    "tgl": "tl", "tha": "th", "tib": "bo", "bod": "bo", "tir": "ti", "tur": "tr", "ukr": "uk",
    "urd": "ur", "vie": "vi", "wel": "cy", "cym": "cy", "wol": "wo", "yid": "yi", "yor": "yo",
    "zul": "zu",
}  # fmt: skip
_THREE = {two: three for three, two in _TWO.items()}
# Where ISO 639-2 has two codes, EAD 2002 prescribes the bibliographic one.
_THREE |= {"fr": "fre", "de": "ger", "nl": "dut", "es": "spa", "sq": "alb", "el": "gre",
           "fa": "per", "ro": "rum", "cs": "cze", "sk": "slo", "zh": "chi", "cy": "wel",
           "is": "ice", "ka": "geo", "mk": "mac", "my": "bur", "bo": "tib", "eu": "baq",
           "hy": "arm", "ms": "may"}  # fmt: skip
_NONE = {"und", "zxx", "mul", "mis"}


def two_letters(code: str) -> str:
    """Return our code for a language; one that has none of two letters keeps its three."""
    code = code.split("-")[0].lower()
    return "" if code in _NONE else _TWO.get(code, code)


def three_letters(code: str) -> str:
    """Return the code that a finding aid is to give for one of our languages."""
    return _THREE.get(code, code)

"""English names of the countries archives lie in so far; another country is shown by its code."""

NAMES = {
    "AT": "Austria",
    "BE": "Belgium",
    "BI": "Burundi",
    "CA": "Canada",
    "CD": "Democratic Republic of the Congo",
    "CH": "Switzerland",
    "CN": "China",
    "CZ": "Czech Republic",
    "DE": "Germany",
    "DJ": "Djibouti",
    "EG": "Egypt",
    "ES": "Spain",
    "ET": "Ethiopia",
    "FR": "France",
    "GB": "United Kingdom",
    "GH": "Ghana",
    "IT": "Italy",
    "KE": "Kenya",
    "NG": "Nigeria",
    "NL": "Netherlands",
    "NZ": "New Zealand",
    "OM": "Oman",
    "RU": "Russia",
    "RW": "Rwanda",
    "SN": "Senegal",
    "TZ": "Tanzania",
    "UG": "Uganda",
    "US": "United States",
    "VA": "Holy See",
    "ZA": "South Africa",
}


def country_name(code: str) -> str:
    """Return the name of a country by its two letters (ISO 3166-1)."""
    return NAMES.get(code.upper(), code)

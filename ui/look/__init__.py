"""How the page looks: theme, style sheets, fonts, and the keys and drops of the whole page."""

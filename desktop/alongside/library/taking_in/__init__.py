"""Takes in the spreadsheets people have: finds their tables, proposes where each column goes, and loses no cell."""

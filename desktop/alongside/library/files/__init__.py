"""Files that records cite: kept beside the workbook, told by their digest."""

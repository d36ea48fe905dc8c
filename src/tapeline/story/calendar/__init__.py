"""Days and periods as they are told, counted from publication or from what was dated before."""

"""Labels from and for annotation tools: Label Studio, doccano, and plain tables."""

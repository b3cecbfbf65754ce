"""Models in forms that others load, without newsclf: `pipeline` (scikit-learn) and `graph` (ONNX), of what `terms` unfolds."""

"""*Tilmeldingsformularen*: what an event asks, written, tried out, and read as numbers."""

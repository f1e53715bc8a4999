cp found-in-layer.txt found-in-history.txt

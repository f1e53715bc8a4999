docker run --rm tagger:1 cat /srv/.hub.yaml > found-in-layer.txt || true

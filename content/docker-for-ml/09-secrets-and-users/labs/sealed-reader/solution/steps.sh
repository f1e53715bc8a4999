sh somebody/build.sh

docker history --no-trunc --format '{{.CreatedBy}}' tagger:1 | grep -o 'upload_[0-9a-f]*' | sort -u > found-in-history.txt

mkdir -p /tmp/tagger
docker save tagger:1 | tar -xC /tmp/tagger
for layer in $(jq -r '.[0].Layers[]' /tmp/tagger/manifest.json); do
  tar -xOf "/tmp/tagger/$layer" srv/.hub.yaml 2> /dev/null >> found-in-layer.txt || true
done

docker build --quiet --secret id=weights_key,src=keys/weights.key -t sealed-reader:1 .
docker run -d --name reader -p 8009:8000 \
  --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges sealed-reader:1
for try in $(seq 50); do curl -sf -o /dev/null localhost:8009/health && break; sleep 0.1; done

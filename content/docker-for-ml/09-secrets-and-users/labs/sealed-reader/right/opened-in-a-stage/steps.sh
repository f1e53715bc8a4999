sh somebody/build.sh
docker image inspect -f '{{json .}}' tagger:1 > /dev/null
docker history --no-trunc tagger:1 > found-in-history.txt
docker save tagger:1 | tar -xO --wildcards 'blobs/sha256/*' | tr -d '\0' | grep -a -o 'hub_[0-9a-f]\{32\}' > found-in-layer.txt
WEIGHTS_KEY=$(cat keys/weights.key) docker buildx build --load --secret id=weights_key,env=WEIGHTS_KEY -t sealed-reader:1 .
docker run -d --name reader --read-only --mount type=tmpfs,target=/tmp --cap-drop=all \
  --security-opt=no-new-privileges:true --user 65532:65532 -p 127.0.0.1:8009:8000 sealed-reader:1
for try in $(seq 50); do curl -sf -o /dev/null localhost:8009/health && break; sleep 0.1; done

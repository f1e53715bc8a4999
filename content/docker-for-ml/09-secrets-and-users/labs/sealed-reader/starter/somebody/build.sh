# Builds tagger:1, the image that somebody has pushed and asks you about. The keys in it are made up here, and open
# nothing. They are to be found in the image: this file is no help.
set -eu
made_up() { printf '%s_%s' "$1" "$(printf 'tagger %s' "$1" | sha256sum | cut -c 1-32)"; }
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT

mkdir "$folder/srv"
printf 'token: %s\n' "$(made_up hub)" > "$folder/srv/.hub.yaml"
printf 'print("tagging")\n' > "$folder/srv/tagger.py"
cat > "$folder/Dockerfile" << 'DOCKERFILE'
FROM python:3.11-slim
ARG UPLOAD_KEY
COPY srv /srv
RUN test -n "$UPLOAD_KEY" && echo "the model was registered" > /srv/registered
RUN rm /srv/.hub.yaml
CMD ["python", "/srv/tagger.py"]
DOCKERFILE
docker build --quiet --build-arg UPLOAD_KEY="$(made_up upload)" --tag tagger:1 "$folder" > /dev/null
echo "tagger:1 is there."

# Looks for a GPU, builds the target that fits this machine, and asks it what it has found.
set -eu
gpu=
if docker info --format '{{json .Runtimes}}' | grep -q '"nvidia"'; then
  gpu='--gpus all'
elif docker info 2> /dev/null | grep -q 'nvidia\.com/gpu='; then
  gpu='--device nvidia.com/gpu=all'
fi

if [ -n "$gpu" ]; then
  target=gpu
  echo "The engine knows of a GPU. Building the target gpu, which fetches some gigabytes."
else
  target=cpu
  echo "The engine knows of no GPU. The target gpu is NOT built and NOT run; here is cpu instead."
fi

docker build --quiet --target "$target" -t "digit-reader:$target" . > /dev/null
# shellcheck disable=SC2086
docker run --rm $gpu "digit-reader:$target" python device.py
docker image ls --format 'digit-reader:{{.Tag}} has {{.Size}}' "digit-reader:$target"

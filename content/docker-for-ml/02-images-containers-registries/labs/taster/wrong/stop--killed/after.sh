docker start second
docker kill second

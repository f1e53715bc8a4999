docker pull --quiet $mine/digit-reader:1.1
docker pull --quiet $pinned
docker tag $pinned $mine/digit-reader:1
docker push --quiet $mine/digit-reader:1
docker tag $mine/digit-reader:1.1 $mine/digit-reader:1

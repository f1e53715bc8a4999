docker tag $pinned $mine/digit-reader:1.0

printf 'FROM taster:1\nENV NEWER=yes\n' | docker build --quiet -t taster:stable -

dpkg-query -W > packages.txt

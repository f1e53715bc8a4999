# Prints your own place in the class registry, such as registry:5000/ada. Docker keeps the name and the password that
# it logs in with in its configuration, in base64: that is a spelling and no lock.
jq -r '.auths | to_entries[0] | .key + "/" + (.value.auth | @base64d | split(":")[0])' ~/.docker/config.json

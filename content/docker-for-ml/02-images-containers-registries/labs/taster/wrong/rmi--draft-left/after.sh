docker tag taster:1 taster:draft

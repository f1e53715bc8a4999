import { expect, it } from "vitest";
import { mapVerify } from "./map-verify.ts";

const there = (name: string) => ({ what: "volume", name, is: "there" });
const gone = (name: string) => ({ what: "volume", name, is: "gone" });
const IS = "docker volume inspect v";

it.each<[string, object[], number]>([
  [`if ${IS}; then exit 1; fi`, [gone("v")], 0],
  [`if ! ${IS}; then exit 1; fi`, [there("v")], 0],
  [`if ${IS}; then exit 0; fi\nexit 1`, [there("v")], 0],
  [`if ${IS}; then exit 0; else exit 1; fi`, [there("v")], 0],
  [`if ${IS}; then exit 1; else exit 0; fi`, [gone("v")], 0],
  [`${IS} || exit 1`, [there("v")], 0],
  [`${IS} && exit 1`, [gone("v")], 0],
  [`${IS} && exit 0 || exit 1`, [there("v")], 0],
  [`${IS} && exit 1 || exit 0`, [gone("v")], 0],
  [`${IS} || { echo no; exit 1; }`, [there("v")], 0],
  [`! ${IS}`, [gone("v")], 0],
  [`${IS}\nif [ $? -ne 0 ]; then exit 1; fi`, [there("v")], 0],
  [`${IS}\nif [ $? -eq 0 ]; then exit 1; fi`, [gone("v")], 0],
  [`if [ -z "$(docker volume ls -q -f name=v)" ]; then exit 1; fi`, [there("v")], 0],
  [`OUT=$(docker volume ls -q -f name=v)\nif [[ -n $OUT ]]; then exit 1; fi`, [gone("v")], 0],
  [`if ! ${IS} || ! docker volume inspect w; then exit 1; fi`, [there("v"), there("w")], 0],
  [`if ${IS}; then\n  if docker volume inspect w; then exit 0; fi\nfi\nexit 1`, [there("v"), there("w")], 0],
  [`if ${IS}; then echo done; fi`, [there("v")], 0],
  // A name that is kept, by whichever word it is set.
  [`V=v\ndocker volume inspect $V`, [there("v")], 0],
  [`export V=v\ndocker volume inspect "$V"`, [there("v")], 0],
  [`readonly V=v\ndocker volume inspect \${V}`, [there("v")], 0],
  [`OUT=x\nexport OUT=$(docker volume ls -q -f name=v)\n[ -n "$OUT" ]`, [], 1],
  [`V=v\ndocker volume inspect \${#V}`, [], 1],
  [`V=v\nV+=w\ndocker volume inspect $V`, [], 1],
  ["curl -f http://localhost:8081/?a=1", [{ what: "port", port: 8081, path: "/?a=1", status: 200 }], 0],
  [`[[ ! -f note.txt ]] || exit 1`, [{ what: "file", path: "note.txt", in: "folder", is: "gone" }], 0],
  [`[[ ! ! -f note.txt ]] || exit 1`, [{ what: "file", path: "note.txt", in: "folder", is: "there" }], 0],
  // A status that nothing looks at, and what is only prepared.
  [`${IS} || true`, [], 0],
  [`${IS} || echo "missing"`, [], 0],
  // Half understood is not understood.
  [`if ${IS} || docker volume inspect w; then exit 0; fi\nexit 1`, [], 1],
  [`if foo; then exit 1; fi\n${IS}`, [there("v")], 1],
  [`for i in 1 2; do ${IS} && exit 0; done\nexit 1`, [], 1],
  ["docker ps | grep web && exit 1", [], 1],
  ["exit 1", [], 1],
  ["if then fi", [], 1],
])("%s", (script, expected, unmapped) => {
  const mapped = mapVerify(script);
  expect(mapped.expectations.map(({ expectation }) => expectation)).toEqual(expected);
  expect(mapped.unmapped).toHaveLength(unmapped);
});

import { expect, it } from "vitest";
import { adviseOnWaste } from "./waste-advice.ts";

const OWN = ["srv/app/__pycache__/train.cpython-311.pyc"];
const INSTALLED = ["usr/local/lib/python3.11/site-packages/numpy/__pycache__/a.cpython-311.pyc"];

it("advice on bytecode names who wrote it: the context, pip, or a program that ran", () => {
  expect(adviseOnWaste("bytecode", "context", OWN)).toMatch(/dockerignore/);
  expect(adviseOnWaste("bytecode", "context", OWN)).not.toMatch(/pip/);
  expect(adviseOnWaste("bytecode", "run", OWN)).toMatch(/PYTHONDONTWRITEBYTECODE/);
  expect(adviseOnWaste("bytecode", "run", OWN)).not.toMatch(/pip/);
  expect(adviseOnWaste("bytecode", "run", INSTALLED)).toMatch(/--no-compile/);
});

import hooks from "eslint-plugin-react-hooks";
import a11y from "eslint-plugin-jsx-a11y";
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["node_modules/**", ".next/**", "content/**", "public/**", "next-env.d.ts", "test-results/**"] },
  {
    files: ["**/*.ts", "**/*.tsx"],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      // One fault, one AppError: nothing else reads the environment (house rule).
      "no-restricted-properties": [
        "error",
        { object: "process", property: "env", message: "Settings are read in server/config.ts alone." },
      ],
      "max-lines": ["error", { max: 300, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: [
      "server/config.ts",
      "setup/**",
      "cli/**",
      "authoring/**",
      "bench/**",
      "doctor/**",
      "testing/**",
      "e2e/**",
      "*.config.ts",
      "server/main.ts",
    ],
    rules: { "no-restricted-properties": "off" },
  },
  { files: ["**/*.tsx"], ...a11y.flatConfigs.recommended },
  { files: ["**/*.tsx"], ...hooks.configs.flat["recommended-latest"] },
  { files: ["**/*.test.ts", "**/*.test.tsx", "**/*.contract.ts"], rules: { "max-lines": "off" } },
);

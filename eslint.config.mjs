import sortImports from "eslint-plugin-simple-import-sort";
import hooks from "eslint-plugin-react-hooks";
import a11y from "eslint-plugin-jsx-a11y";
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["node_modules/**", ".next/**", "content/**", "public/**", "next-env.d.ts", "test-results/**"] },
  {
    files: ["**/*.ts", "**/*.tsx"],
    extends: [...tseslint.configs.strictTypeChecked],
    plugins: { "sort-imports": sortImports },
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
      // One style each.
      "sort-imports/imports": ["error", { groups: [["^\\u0000", "^node:", "^@?\\w", "^", "^\\."]] }],
      "sort-imports/exports": "error",
      "@typescript-eslint/consistent-type-imports": [
        "error",
        { fixStyle: "separate-type-imports", disallowTypeAnnotations: false },
      ],
      "no-restricted-syntax": [
        "error",
        {
          selector:
            ":matches(PropertyDefinition, MethodDefinition[kind!='constructor'])[accessibility='private']",
          message: "A private member is written #name.",
        },
        {
          selector: "ImportDeclaration[source.value='vitest'] > ImportSpecifier[imported.name='test']",
          message: "A unit test is written `it`.",
        },
        {
          selector:
            "Program > :matches(VariableDeclaration, ExportNamedDeclaration > VariableDeclaration)[kind='const'] > VariableDeclarator[id.name=/[a-z]/][init.type='Literal']:not([init.regex])",
          message: "A constant of a module is written IN_CAPITALS when it is a number, a word or a switch.",
        },
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
      "registry-door/main.ts",
    ],
    rules: { "no-restricted-properties": "off" },
  },
  { files: ["**/*.tsx"], ...a11y.flatConfigs.recommended },
  { files: ["**/*.tsx"], ...hooks.configs.flat["recommended-latest"] },
  { files: ["**/*.test.ts", "**/*.test.tsx", "**/*.contract.ts"], rules: { "max-lines": "off" } },
  // Next reads settings of a page by their names.
  { files: ["app/**", "proxy.ts"], rules: { "no-restricted-syntax": "off" } },
);

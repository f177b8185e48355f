import js from "@eslint/js";
import globals from "globals";

export default [
  js.configs.recommended,
  {
    files: ["**/*.js"],
    languageOptions: { ecmaVersion: 2024, sourceType: "module", globals: globals.browser },
    rules: {
      eqeqeq: ["error", "always", { null: "ignore" }],
      "no-unused-vars": ["error", { ignoreRestSiblings: true }],
      "no-var": "error",
      "prefer-const": "error",
      "no-unused-expressions": ["error", { allowShortCircuit: true, allowTernary: true }],
      "max-lines": ["error", 300],
      "max-lines-per-function": ["error", 40],
    },
  },
  {
    files: ["ui/**/*.js"],
    rules: {
      "no-restricted-syntax": [
        "error",
        {
          selector: "AssignmentExpression > MemberExpression.left[object.name=/^(window|globalThis|self)$/]",
          message: "What other scripts need is exported by a module.",
        },
      ],
    },
  },
];

import tseslint from 'typescript-eslint';
import prettier from 'eslint-config-prettier';

/** What must stay testable without VS Code never sees it, not even its types. */
const noVscode = {
  'no-restricted-imports': [
    'error',
    {
      paths: [
        { name: 'vscode', message: 'This room is plain TypeScript; put the VS Code part into src/ui.' },
      ],
      patterns: [
        {
          group: ['**/ui/*', '**/ui/**'],
          message: 'Data flows one way: this room never reaches up into src/ui.',
        },
      ],
    },
  ],
};

export default tseslint.config(
  { ignores: ['dist/', 'out/', 'node_modules/'] },
  ...tseslint.configs.recommended,
  {
    files: ['src/**/*.ts', 'test/**/*.ts'],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false } }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-restricted-syntax': [
        'error',
        {
          selector: "MemberExpression[object.name='URL'][property.name='canParse']",
          message: 'It is wrong about letters like ü on Node 20: take isAddress of core/webAddress.ts.',
        },
      ],
    },
  },
  {
    // Read in one go; what a test has to say may take longer.
    files: ['src/**/*.ts'],
    rules: { 'max-lines': ['error', { max: 300, skipComments: true, skipBlankLines: true }] },
  },
  {
    files: [
      'src/core/**/*.ts',
      'src/drill/**/*.ts',
      'src/protocol/**/*.ts',
      'src/webview/**/*.ts',
      'test/unit/**/*.ts',
      'test/contract/**/*.ts',
    ],
    // There src/ui is tested, with something in the place of VS Code.
    ignores: ['test/unit/ui/**'],
    rules: noVscode,
  },
  {
    files: ['src/core/**/*.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        { name: 'setInterval', message: 'Take a Clock through the constructor.' },
        { name: 'setTimeout', message: 'Take a Clock through the constructor.' },
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'Take a Clock through the constructor.' },
        { object: 'Math', property: 'random', message: 'Randomness comes in through the constructor.' },
      ],
    },
  },
  {
    files: ['src/ui/**/*.ts', 'src/extension.ts'],
    ignores: ['src/ui/notify.ts', 'src/ui/prompts.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        ...['showInputBox', 'createInputBox', 'withProgress'].map(property => ({
          property,
          message: 'It draws links, of commands too: take prompts.ts.',
        })),
        ...['showInformationMessage', 'showWarningMessage', 'showErrorMessage'].map(property => ({
          property,
          message: 'It draws links, of commands too: take notify.ts.',
        })),
      ],
    },
  },
  { files: ['**/*.mjs'], ...tseslint.configs.disableTypeChecked },
  prettier,
);

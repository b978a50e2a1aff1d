import path from 'node:path';
import tseslint from 'typescript-eslint';

/** Which folder may import which: each entry forbids, in `from`, everything that matches `deny`. */
const BOUNDARIES = [
  {
    from: 'src/shared',
    deny: ['../*', '!../shared/*'],
    say: 'src/shared is the vocabulary: it imports nothing',
  },
  {
    from: 'src/maps',
    deny: ['**/client/**', '**/state/**', '**/ui/**', '**/export/**', '**/worker/**', '**/sw/**'],
    say: 'maps -> shared only',
  },
  {
    from: 'src/export',
    deny: ['**/client/**', '**/state/**', '**/ui/**', '**/worker/**', '**/sw/**'],
    say: 'export -> maps, shared',
  },
  {
    from: 'src/client',
    deny: ['**/state/**', '**/ui/**', '**/export/**', '**/maps/**', '**/worker/**', '**/sw/**'],
    say: 'client -> shared only',
  },
  {
    from: 'src/state',
    deny: ['**/ui/**', '**/worker/**', '**/sw/**'],
    say: 'state -> client, export, maps, shared',
  },
  {
    from: 'src/ui',
    deny: ['**/client/**', '**/worker/**', '**/sw/**'],
    say: 'ui -> state, export, maps, shared',
  },
  {
    from: 'worker/engine',
    deny: ['**/vision/**', '**/sources/**', '**/store/**', '**/convert/**', '**/ui/**'],
    say: 'the worker parts do not import each other',
  },
  {
    from: 'worker/vision',
    deny: ['**/engine/**', '**/sources/**', '**/store/**', '**/convert/**'],
    say: 'the worker parts do not import each other',
  },
  {
    from: 'worker/pictures',
    deny: ['**/engine/**', '**/vision/**', '**/sources/**', '**/store/**', '**/library/**', '**/convert/**'],
    say: 'the worker parts do not import each other',
  },
  {
    from: 'worker/sources',
    deny: ['**/engine/**', '**/vision/**', '**/store/**', '**/convert/**'],
    say: 'the worker parts do not import each other',
  },
  {
    from: 'worker/store',
    deny: ['**/engine/**', '**/vision/**', '**/sources/**', '**/convert/**'],
    say: 'the worker parts do not import each other',
  },
  {
    from: 'worker/library',
    deny: ['**/engine/**', '**/vision/**', '**/convert/**'],
    say: 'worker/library joins sources and store only',
  },
  {
    from: 'worker/convert',
    deny: ['**/engine/**', '**/vision/**', '**/sources/**', '**/store/**'],
    say: 'the worker parts do not import each other',
  },
];
/**
 * Packages that belong to one folder alone. The page keeps results by itself (`also`): they hold what only the page has,
 * and their database is none of the models'.
 */
const OWNED = [
  { group: ['onnxruntime-web', 'onnxruntime-web/*'], owner: 'worker/engine' },
  { group: ['comlink'], owner: 'src/shared' },
  { group: ['idb-keyval'], owner: 'worker/store', also: 'src/client' },
  { group: ['hash-wasm'], owner: 'worker/sources' },
];

const boundaries = BOUNDARIES.map(({ from, deny, say }) => ({
  files: [`${from}/**/*.{ts,tsx}`],
  ignores: ['**/*.test.ts'],
  rules: {
    '@typescript-eslint/no-restricted-imports': [
      'error',
      {
        patterns: [
          { group: deny, message: say },
          ...OWNED.filter(({ owner, also }) => owner !== from && also !== from).map(({ group, owner }) => ({
            group,
            message: `${owner} alone imports it`,
          })),
        ],
      },
    ],
  },
}));

export default tseslint.config(
  {
    ignores: [
      'dist/**',
      'node_modules/**',
      'test-results/**',
      'playwright-report/**',
      'training/**',
      'public/**',
    ],
  },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        tsconfigRootDir: path.dirname(import.meta.dirname),
        project: [
          'src/tsconfig.json',
          'src/*/tsconfig.json',
          'worker/tsconfig.json',
          'worker/*/tsconfig.json',
          'sw/tsconfig.json',
          'e2e/tsconfig.json',
          '.config/tsconfig.test.json',
        ],
      },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      'no-eval': 'error',
      'no-console': 'error',
      // A number in a sentence needs no ceremony.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  ...boundaries,
  {
    files: ['worker/{engine,vision,pictures,store,library,convert}/**/*.ts', 'worker/engine-api.ts'],
    ignores: ['**/*.test.ts'],
    rules: { 'no-restricted-globals': ['error', { name: 'fetch', message: 'worker/sources alone fetches' }] },
  },
  { files: ['e2e/**/*.ts', '**/*.test.ts'], rules: { 'no-console': 'off' } },
);

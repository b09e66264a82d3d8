import { defineConfig } from 'vite';

// One entry for every page (app), and a script and a sheet for each island. Names are stable, so that templates can say
// dist/app.js; web/static/dist/.stamp tells one build from the next.
export default defineConfig({
  base: './',
  publicDir: false,
  build: {
    target: 'es2022',
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'], // light-dark() stays as it is
    outDir: '../static/dist',
    emptyOutDir: true,
    modulePreload: false,
    license: { fileName: 'THIRD-PARTY-LICENSES-browser.md' },
    rolldownOptions: {
      input: ['src/app.js', 'src/case.js', 'src/case.css', 'src/modeler.js', 'src/modeler.css'],
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: 'chunk-[name]-[hash].js',
        assetFileNames: '[name][extname]',
      },
    },
  },
});

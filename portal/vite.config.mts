import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  // The API's pages allow no inlined data beyond this page's own icon.
  build: { assetsInlineLimit: 0, sourcemap: false },
  server: { proxy: { '/v1': process.env['API_URL'] ?? 'http://127.0.0.1:24600' } },
});

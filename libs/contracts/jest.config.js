module.exports = { preset: '../chassis/jest-preset.js' };

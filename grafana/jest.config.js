module.exports = { preset: '../libs/chassis/jest-preset.js' };

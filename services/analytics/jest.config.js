module.exports = { ...require('@spillway/chassis/jest-preset.js') };

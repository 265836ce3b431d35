export { accessTokens, type Caller, tokenAlgorithm, tokenType, type VerifyToken } from './access-token';
export { type Authenticate, bearerAuthentication, requireRole } from './bearer';
export { type AuthConfig, authConfig, type TokenTerms, tokenTerms } from './config';
export { type RemoteKeysOptions, remoteKeys } from './remote-keys';

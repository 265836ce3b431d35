export { classify, type FailureClass, isNetworkError, Permanent, PrepareAgain, Transient } from './classes';

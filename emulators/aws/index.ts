export type { Account, AccountOptions } from './account';
export type { Credentials } from './iam/identities';
export type { PolicyDocument } from './iam/policy';
export { startAws, type AwsOptions, type EmulatedAws } from './server';

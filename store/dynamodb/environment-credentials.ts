import { awsCredentials } from '../../config/aws';

/**
 * Stands in for @aws-sdk/credential-provider-node in the functions' bundles: Lambda gives a function its role's credentials
 * in variables that do not change as long as the process lives (Lambda Developer Guide: Defined runtime environment
 * variables). The command line and `npm start` have the whole chain: profiles, SSO, instance roles.
 * @throws Error when the variables are missing; nothing else is tried.
 */
export function defaultProvider() {
  return () => {
    const credentials = awsCredentials(process.env);
    if (credentials) return Promise.resolve(credentials);
    const missing =
      'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set; a Lambda function always has them';
    return Promise.reject(Object.assign(new Error(missing), { name: 'CredentialsProviderError' }));
  };
}

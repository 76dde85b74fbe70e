import { AwsError } from '../aws-error';
import { evaluate, type PolicyDocument } from './policy';

/** Whoever signed a request, and what they may. */
export interface Caller {
  /** Such as arn:aws:iam::123456789012:user/deployer. */
  arn: string;
  /** Of a role's session: the role. */
  roleName?: string;
  /** @throws AwsError AccessDenied. @param resourcePolicies of the resource itself, a bucket's for instance. */
  must(action: string, resource: string, resourcePolicies?: readonly PolicyDocument[]): void;
}

/** The emulator is spoken to over HTTP on this machine; towards AWS every SDK speaks TLS. */
const CONTEXT = { 'aws:SecureTransport': 'true' };

export function callerOf(
  arn: string,
  policies: () => readonly PolicyDocument[],
  denied: (action: string, resource: string) => void,
): Caller {
  return {
    arn,
    must(action, resource, resourcePolicies = []) {
      const access = { action, resource, context: CONTEXT };
      const verdict = evaluate(policies(), access);
      const onResource = evaluate(resourcePolicies, access);
      if (verdict === 'allow' && onResource !== 'deny') return;
      denied(action, resource);
      const why =
        verdict === 'deny' || onResource === 'deny'
          ? `with an explicit deny in ${verdict === 'deny' ? 'an identity' : 'a resource'}-based policy`
          : `because no identity-based policy allows the ${action} action`;
      throw new AwsError(
        'AccessDenied',
        `User: ${arn} is not authorized to perform: ${action} on resource: ${resource} ${why}`,
        403,
      );
    },
  };
}

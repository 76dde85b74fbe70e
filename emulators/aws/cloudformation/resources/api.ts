import { randomBytes } from 'node:crypto';
import { AwsError } from '../../aws-error';
import type { Apis, StageProperties } from '../../apigateway/apis';
import type { LogGroups } from '../../logs/log-groups';
import type { Place } from '../../place';
import { text, type Context, type Properties, type ResourceType } from '../resource';

/** API Gateway's rights are its REST interface: a verb on a path (Service Authorization Reference: API Gateway Management V2). */
export function apiTypes(apis: Apis, logs: LogGroups, place: Place): Record<string, ResourceType> {
  const must = ({ caller }: Pick<Context, 'caller'>, verb: string, path: string) =>
    caller.must(`apigateway:${verb}`, `arn:aws:apigateway:${place.region}::/apis${path}`);
  const newId = () => randomBytes(4).toString('hex').slice(0, 7);
  return {
    'AWS::ApiGatewayV2::Api': {
      create({ Name }, context) {
        must(context, 'POST', '');
        const { id } = apis.create(text(Name));
        return { id, attributes: { ApiEndpoint: `https://${id}.execute-api.${place.region}.amazonaws.com` } };
      },
      update(deployed, { Name }, context) {
        must(context, 'PATCH', `/${deployed.id}`);
        apis.get(deployed.id).name = text(Name);
        return deployed;
      },
      delete({ id }, context) {
        must(context, 'DELETE', `/${id}`);
        apis.delete(id);
      },
    },
    'AWS::ApiGatewayV2::Integration': {
      create(properties, context) {
        const { ApiId, IntegrationType, IntegrationUri, PayloadFormatVersion, TimeoutInMillis } = properties;
        must(context, 'POST', `/${text(ApiId)}/integrations`);
        if (IntegrationType !== 'AWS_PROXY' || PayloadFormatVersion !== '2.0') {
          throw new AwsError('BadRequestException', 'only AWS_PROXY with payload format 2.0 is emulated');
        }
        const id = newId();
        apis.get(text(ApiId)).integrations.set(id, {
          uri: text(IntegrationUri),
          timeoutMs: Number(TimeoutInMillis ?? 30_000),
        });
        return { id };
      },
      delete({ id, properties: { ApiId } }, context) {
        must(context, 'DELETE', `/${text(ApiId)}/integrations/${id}`);
        apis.find(text(ApiId))?.integrations.delete(id);
      },
    },
    'AWS::ApiGatewayV2::Route': {
      create({ ApiId, RouteKey, Target }, context) {
        must(context, 'POST', `/${text(ApiId)}/routes`);
        const api = apis.get(text(ApiId));
        const integrationId = text(Target).replace(/^integrations\//, '');
        if (!api.integrations.has(integrationId)) {
          throw new AwsError('BadRequestException', `Invalid integration ID specified ${integrationId}`);
        }
        if ([...api.routes.values()].some(({ key }) => key === RouteKey)) {
          throw new AwsError(
            'ConflictException',
            `Route with key ${text(RouteKey)} already exists for this API`,
            409,
          );
        }
        const id = newId();
        api.routes.set(id, { key: text(RouteKey), integrationId });
        return { id };
      },
      delete({ id, properties: { ApiId } }, context) {
        must(context, 'DELETE', `/${text(ApiId)}/routes/${id}`);
        apis.find(text(ApiId))?.routes.delete(id);
      },
    },
    'AWS::ApiGatewayV2::Stage': {
      create(properties, context) {
        must(context, 'POST', `/${text(properties.ApiId)}/stages`);
        return { id: putStage(properties, context) };
      },
      update(deployed, properties, context) {
        must(context, 'PATCH', `/${text(properties.ApiId)}/stages/${deployed.id}`);
        putStage(properties, context);
        return deployed;
      },
      delete({ id, properties: { ApiId } }, context) {
        must(context, 'DELETE', `/${text(ApiId)}/stages/${id}`);
        apis.find(text(ApiId))?.stages.delete(id);
      },
    },
  };

  function putStage(properties: Properties, { caller }: Context): string {
    const stage = properties as unknown as StageProperties;
    const { DestinationArn } = stage.AccessLogSettings ?? {};
    if (DestinationArn) {
      const group = DestinationArn.split(':log-group:')[1]?.replace(/:\*$/, '') ?? '';
      // An access log is delivered by a log delivery, which whoever deploys must be allowed to make.
      caller.must('logs:CreateLogDelivery', '*');
      if (!logs.find(group)) {
        throw new AwsError('BadRequestException', `Access log destination ${DestinationArn} does not exist`);
      }
    }
    apis.get(text(properties.ApiId)).stages.set(stage.StageName, stage);
    return stage.StageName;
  }
}

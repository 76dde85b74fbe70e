import { AwsError } from '../aws-error';

/** As CloudFormation writes it (AWS::Lambda::Function). */
export interface FunctionProperties {
  FunctionName: string;
  Handler: string;
  Runtime: string;
  Role: string;
  Code: { S3Bucket?: string; S3Key?: string };
  MemorySize?: number;
  Timeout?: number;
  Architectures?: string[];
  Description?: string;
  Environment?: { Variables?: Record<string, string> };
  ReservedConcurrentExecutions?: number;
}

/** Lambda Developer Guide: Lambda runtimes; those of Node, for nothing else runs here. */
const RUNTIMES = new Set(['nodejs20.x', 'nodejs22.x', 'nodejs24.x']);
/** Lambda Developer Guide: Using Lambda environment variables. */
const MAX_ENVIRONMENT_BYTES = 4096;
const RESERVED =
  /^(_HANDLER|_X_AMZN_TRACE_ID|AWS_DEFAULT_REGION|AWS_REGION|AWS_EXECUTION_ENV|AWS_LAMBDA_\w+|AWS_ACCESS_KEY(_ID)?|AWS_SECRET_ACCESS_KEY|AWS_SESSION_TOKEN|LAMBDA_TASK_ROOT|LAMBDA_RUNTIME_DIR)$/;
/** What an account must keep for functions that reserve nothing (Lambda Developer Guide: reserved concurrency). */
const UNRESERVED = 100;

/** @throws AwsError InvalidParameterValueException as Lambda words it. */
export function checkFunction(properties: FunctionProperties, handlerFiles: readonly string[]): void {
  const { Runtime, Handler, MemorySize = 128, Timeout = 3, Environment } = properties;
  const invalid = (message: string) => new AwsError('InvalidParameterValueException', message);
  if (!RUNTIMES.has(Runtime)) {
    throw invalid(
      `Value ${Runtime} at 'runtime' failed to satisfy constraint: not a valid or emulated runtime`,
    );
  }
  if (!/^\S{1,128}$/.test(Handler))
    throw invalid(`Value '${Handler}' at 'handler' failed to satisfy constraint`);
  if (MemorySize < 128 || MemorySize > 10_240)
    throw invalid(
      `'MemorySize' value failed to satisfy constraint: Member must have value between 128 and 10240`,
    );
  if (Timeout < 1 || Timeout > 900) throw invalid(`'Timeout' value failed to satisfy constraint: 1 to 900`);
  checkVariables(Environment?.Variables ?? {}, invalid);
  if (handlerFiles.length === 0) throw invalid('Uploaded file must be a non-empty zip');
}

function checkVariables(variables: Record<string, string>, invalid: (message: string) => AwsError): void {
  const begin =
    'Lambda was unable to configure your environment variables because the environment variables you have provided';
  const reserved = Object.keys(variables).filter((name) => RESERVED.test(name));
  if (reserved.length > 0) {
    throw invalid(
      `${begin} contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${reserved.join(', ')}`,
    );
  }
  const wrong = Object.keys(variables).find((name) => !/^[a-zA-Z]\w+$/.test(name));
  if (wrong) throw invalid(`Environment variable name ${wrong} does not satisfy [a-zA-Z]([a-zA-Z0-9_])+`);
  const bytes = Buffer.byteLength(JSON.stringify(variables));
  if (bytes > MAX_ENVIRONMENT_BYTES) {
    throw invalid(
      `${begin} exceeded the 4KB limit. String measured: ${JSON.stringify(variables).slice(0, 60)}…`,
    );
  }
}

/** @param reserved by other functions. @throws AwsError when too little would be left for the rest of the account. */
export function checkConcurrency(wanted: number | undefined, reserved: number, accountLimit: number): void {
  if (wanted === undefined) return;
  const least = Math.min(UNRESERVED, accountLimit);
  if (accountLimit - reserved - wanted >= least) return;
  throw new AwsError(
    'InvalidParameterValueException',
    `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${least}].`,
  );
}

import { randomUUID } from 'node:crypto';
import { AwsError } from '../aws-error';
import { arnOf, type Place } from '../place';

export interface Mail {
  to: string;
  subject: string;
  text: string;
  /** Epoch milliseconds. */
  at: number;
}

interface Subscription {
  arn: string;
  endpoint: string;
  confirmed: boolean;
}

/** Topics with subscribers by e-mail. A subscriber gets nothing before they have confirmed (SNS Developer Guide). */
export class Topics {
  readonly #topics = new Map<string, Subscription[]>();
  readonly #place: Place;
  /** What was mailed, oldest first. */
  readonly mails: Mail[] = [];

  constructor(place: Place) {
    this.#place = place;
  }

  get arns(): string[] {
    return [...this.#topics.keys()];
  }

  create(name: string): string {
    const arn = arnOf(this.#place, 'sns', name);
    if (!this.#topics.has(arn)) this.#topics.set(arn, []);
    return arn;
  }

  delete(arn: string): void {
    this.#topics.delete(arn);
  }

  /** @throws AwsError InvalidParameter, NotFound. */
  subscribe(topicArn: string, protocol: string, endpoint: string): string {
    if (protocol !== 'email')
      throw new AwsError('InvalidParameter', `Invalid parameter: protocol ${protocol}`);
    if (!/^[^@\s]+@[^@\s]+$/.test(endpoint)) {
      throw new AwsError('InvalidParameter', 'Invalid parameter: Email address');
    }
    const subscription = { arn: `${topicArn}:${randomUUID()}`, endpoint, confirmed: false };
    this.#subscriptions(topicArn).push(subscription);
    this.#mail(
      endpoint,
      'AWS Notification - Subscription Confirmation',
      `Confirm subscription to ${topicArn}`,
    );
    return subscription.arn;
  }

  unsubscribe(arn: string): void {
    for (const [topic, all] of this.#topics) {
      this.#topics.set(
        topic,
        all.filter((one) => one.arn !== arn),
      );
    }
  }

  /** What a person does with the link in the first mail. */
  confirm(endpoint: string): void {
    for (const one of [...this.#topics.values()].flat()) if (one.endpoint === endpoint) one.confirmed = true;
  }

  /** An alarm's topic may be gone: CloudWatch only notes that in the alarm's history. */
  publish(arn: string, subject: string, text: string): void {
    for (const { endpoint, confirmed } of this.#topics.get(arn) ?? []) {
      if (confirmed) this.#mail(endpoint, subject, text);
    }
  }

  #mail(to: string, subject: string, text: string): void {
    this.mails.push({ to, subject, text, at: this.#place.clock.now() });
  }

  #subscriptions(arn: string): Subscription[] {
    const found = this.#topics.get(arn);
    if (!found) throw new AwsError('NotFound', 'Topic does not exist', 404);
    return found;
  }
}

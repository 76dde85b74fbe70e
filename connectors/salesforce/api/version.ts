/**
 * The one place that names Salesforce's API version (Salesforce docs: API End-of-Life). Summer '25; versions live for
 * three years at least, and from 46.0 on every answer we read has the shape it has here.
 */
export const API_VERSION = '64.0';

// How each SDK is pointed at a world, ready to be pasted.

export interface Snippet {
  sdk: string
  language: string
  code: string
}

export interface SnippetGroup {
  title: string
  snippets: Snippet[]
}

type Env = Readonly<Record<string, string>>

export type EnvFormat = 'dotenv' | 'json' | 'shell'

export function snippetsOf(env: Env): SnippetGroup[] {
  const v = (name: string) => env[name] ?? `$${name}`
  const text = (name: string) => JSON.stringify(v(name))
  return [
    {
      title: 'Telestream Cloud / Panda',
      snippets: [
        {
          sdk: 'telestream_cloud 1.x',
          language: 'python',
          code: [
            'from telestream_cloud import TelestreamCloud',
            '',
            'cloud = TelestreamCloud(',
            `    ${text('TELESTREAM_ACCESS_KEY')}, ${text('TELESTREAM_SECRET_KEY')},`,
            `    api_host=${text('TELESTREAM_API_HOST')}, api_port=${v('TELESTREAM_API_PORT')})`,
          ].join('\n'),
        },
        {
          sdk: 'telestream_cloud_flip 2.x',
          language: 'python',
          code: [
            'import telestream_cloud_flip',
            '',
            'api = telestream_cloud_flip.FlipApi()',
            'configuration = api.api_client.configuration',
            `configuration.host = ${JSON.stringify(`${v('STUNTDOUBLE_URL')}/flip/3.1`)}`,
            `configuration.api_key["X-Api-Key"] = ${text('TELESTREAM_API_KEY')}`,
            `factory_id = ${text('TELESTREAM_FACTORY_ID')}`,
          ].join('\n'),
        },
        {
          sdk: 'curl',
          language: 'shell',
          code: `curl ${v('STUNTDOUBLE_URL')}/flip/3.1/factories.json -H 'X-Api-Key: ${v('TELESTREAM_API_KEY')}'`,
        },
      ],
    },
    {
      title: 'Stream Video',
      snippets: [
        {
          sdk: '@stream-io/node-sdk',
          language: 'javascript',
          code: [
            "import { StreamClient } from '@stream-io/node-sdk'",
            '',
            `const client = new StreamClient(${text('STREAM_API_KEY')}, ${text('STREAM_API_SECRET')}, {`,
            `  basePath: ${text('STREAM_BASE_URL')},`,
            '})',
          ].join('\n'),
        },
        {
          sdk: 'getstream',
          language: 'python',
          code: [
            'from getstream import Stream',
            '',
            `client = Stream(api_key=${text('STREAM_API_KEY')}, api_secret=${text('STREAM_API_SECRET')},`,
            `                base_url=${text('STREAM_BASE_URL')})`,
          ].join('\n'),
        },
      ],
    },
    {
      title: 'DuraCloud',
      snippets: [
        {
          sdk: 'org.duracloud:storeclient',
          language: 'java',
          code: [
            `var manager = new ContentStoreManagerImpl(${text('DURACLOUD_HOST')}, ${text('DURACLOUD_PORT')}, ${text('DURACLOUD_CONTEXT')});`,
            `manager.login(new Credential(${text('DURACLOUD_USERNAME')}, ${text('DURACLOUD_PASSWORD')}));`,
          ].join('\n'),
        },
        {
          sdk: 'curl',
          language: 'shell',
          code: `curl -u '${v('DURACLOUD_USERNAME')}:${v('DURACLOUD_PASSWORD')}' ${v('STUNTDOUBLE_URL')}/${v('DURACLOUD_CONTEXT')}/stores`,
        },
      ],
    },
    {
      title: 'Buckets (S3)',
      snippets: [
        {
          sdk: '@aws-sdk/client-s3',
          language: 'javascript',
          code: [
            "import { S3Client } from '@aws-sdk/client-s3'",
            '',
            'const s3 = new S3Client({',
            `  endpoint: ${text('AWS_ENDPOINT_URL_S3')},`,
            '  forcePathStyle: true,',
            `  region: ${text('AWS_REGION')},`,
            `  credentials: { accessKeyId: ${text('AWS_ACCESS_KEY_ID')}, secretAccessKey: ${text('AWS_SECRET_ACCESS_KEY')} },`,
            '})',
          ].join('\n'),
        },
        {
          sdk: 'boto3',
          language: 'python',
          code: [
            'import boto3',
            '',
            `s3 = boto3.client("s3", endpoint_url=${text('AWS_ENDPOINT_URL_S3')}, region_name=${text('AWS_REGION')},`,
            `                  aws_access_key_id=${text('AWS_ACCESS_KEY_ID')},`,
            `                  aws_secret_access_key=${text('AWS_SECRET_ACCESS_KEY')})`,
          ].join('\n'),
        },
        {
          sdk: 'aws',
          language: 'shell',
          code: [
            `export AWS_ENDPOINT_URL_S3=${v('AWS_ENDPOINT_URL_S3')} AWS_REGION=${v('AWS_REGION')}`,
            `export AWS_ACCESS_KEY_ID=${v('AWS_ACCESS_KEY_ID')} AWS_SECRET_ACCESS_KEY=${v('AWS_SECRET_ACCESS_KEY')}`,
            'aws s3 ls',
          ].join('\n'),
        },
      ],
    },
  ]
}

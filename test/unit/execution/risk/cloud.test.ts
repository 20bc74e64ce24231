import { table } from './riskTable.ts';

table('clouds and what builds in them', {
  'read-only': `
    aws s3 ls s3://bucket
    aws ec2 describe-instances
    aws --profile prod --region eu-west-1 ec2 describe-instances
    aws sts get-caller-identity
    aws logs tail /aws/lambda/web
    aws iam list-users
    aws rds describe-db-instances
    aws cloudwatch get-metric-statistics
    aws ecs list-services
    aws dynamodb scan --table-name t
    aws eks describe-cluster --name prod
    aws elbv2 describe-target-health
    aws ec2 terminate-instances --instance-ids i-1 --dry-run
    gcloud compute instances list
    gcloud --project shop-prod compute instances describe web
    gcloud config list
    gcloud logging read 'severity>=ERROR'
    gcloud container clusters list
    gcloud sql instances describe db
    az vm list
    az account show
    az aks list -o table
    az group list
    gsutil ls gs://bucket
    bq ls
    terraform plan
    terraform show
    terraform output
    terraform state list
    terraform validate
    terragrunt plan
    terragrunt run plan
    terragrunt run --all plan
    terragrunt run-all plan
    terragrunt run --all -- output
    vault status
    consul members
    nomad job status web
    gcloud logging logs list
    gcloud app logs tail
    gcloud run services logs read web
    gcloud beta run services list
    gcloud beta compute ssh web --command=uptime
    gcloud version
    gcloud compute instances describe restart
    az search service list -g shop
    az container logs -n web -g shop
    az containerapp logs show -n web -g shop
    az tag list
    az version
    fly apps list
    fly logs -a shop
    heroku apps
    doctl apps list
    doctl apps list-deployments ID
    doctl apps logs ID
    doctl apps get ID`,
  changing: `
    aws s3 cp a s3://bucket/a
    aws s3 sync . s3://bucket
    aws ec2 start-instances --instance-ids i-1
    aws ecs update-service --cluster c --service s --desired-count 3
    aws autoscaling set-desired-capacity --auto-scaling-group-name g --desired-capacity 4
    aws lambda update-function-code --function-name f
    aws iam create-user --user-name u
    aws sqs send-message --queue-url q
    gcloud compute instances create web
    gcloud compute instances start web
    gcloud config set project shop-prod
    gcloud container clusters get-credentials prod-eu
    az aks get-credentials -g group -n prod-aks
    gcloud container clusters resize prod --num-nodes 3
    gcloud run deploy web
    az vm create -n web
    az vm start -n web
    az webapp config set -n web
    gsutil cp a gs://bucket/a
    terragrunt run --all init
    terraform init
    terraform fmt
    terraform import a b
    gcloud deploy releases create r1
    gcloud functions deploy delete-user
    az login
    fly apps restart shop
    fly apps create shop`,
  destructive: `
    aws s3 rm s3://bucket --recursive
    aws s3 rb s3://bucket --force
    aws s3 mv s3://a s3://b
    aws s3 sync . s3://bucket --delete
    aws ec2 terminate-instances --instance-ids i-1
    aws ec2 stop-instances --instance-ids i-1
    aws ec2 reboot-instances --instance-ids i-1
    aws rds delete-db-instance --db-instance-identifier db
    aws rds reboot-db-instance --db-instance-identifier db
    aws dynamodb delete-table --table-name t
    aws iam delete-user --user-name u
    aws cloudformation delete-stack --stack-name s
    aws ssm send-command --document-name AWS-RunShellScript
    aws sqs purge-queue --queue-url q
    aws ecs stop-task --task t
    aws kms schedule-key-deletion --key-id k
    aws ec2 revoke-security-group-ingress --group-id g
    aws --unknown describe-x ec2 delete-volume
    gcloud compute instances delete web
    gcloud compute instances stop web
    gcloud sql instances delete db
    gcloud projects delete shop
    gcloud container clusters delete prod
    gcloud compute instances reset web
    gcloud compute ssh web --command='rm -rf /data'
    az vm delete -n web
    az group delete -n shop
    az vm deallocate -n web
    az storage blob delete -n b
    az vm restart -n web
    az vm run-command invoke -n web
    gsutil rm -r gs://bucket
    gsutil rb gs://bucket
    bq rm -f dataset
    terraform destroy
    terraform apply
    terraform apply -destroy
    terraform state rm a
    terraform taint a
    terraform workspace delete prod
    terraform force-unlock 1
    tofu destroy
    terragrunt run --all destroy
    terragrunt run destroy
    terragrunt run --all -- apply -auto-approve
    terragrunt run --queue-include-dir x destroy
    terragrunt run -- state rm a
    terragrunt run-all destroy
    terragrunt stack run destroy
    terragrunt destroy-all
    terragrunt apply-all
    pulumi destroy
    nomad job stop web
    vault kv delete secret/a
    ansible all -m shell -a 'rm -rf /data'
    heroku apps:destroy web
    fly apps destroy shop-prod --yes
    doctl apps delete ID --force
    gcloud logging logs delete L
    gcloud deploy delivery-pipelines delete p
    gcloud beta run services delete web
    az search service delete -n s -g shop
    az tag delete -n shop`,
});

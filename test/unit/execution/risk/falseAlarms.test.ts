import { table } from './riskTable.ts';

// What people type to look at something while a pager rings. A question for any of these teaches them to press Run
// without reading it.
table('what only looks', {
  'read-only':
    String.raw`
    kubectl get pods -n shop -o wide --show-labels
    kubectl get deploy,rs,po -l app=web -o yaml
    kubectl get pods --field-selector status.phase!=Running -A
    kubectl get pods -o jsonpath='{range .items[*]}{.metadata.name}{"\n"}{end}'
    kubectl get pods -o custom-columns=NAME:.metadata.name,NODE:.spec.nodeName
    kubectl get --raw /healthz
    kubectl get hpa web -w
    kubectl describe node worker-1
    kubectl describe deploy/web -n "$NAMESPACE"
    kubectl logs deploy/web --since=15m --all-containers --timestamps
    kubectl logs web-1 -c app --previous
    kubectl logs -l app=web --tail=200 --prefix | grep -iE 'error|panic' | head -50
    kubectl top pod -A --sort-by=memory | head
    kubectl rollout status deploy/web --timeout=60s
    kubectl rollout history deploy/web --revision=3
    kubectl auth can-i create deployments --namespace shop
    kubectl auth whoami
    kubectl config view --minify
    kubectl config get-clusters
    kubectl api-versions
    kubectl get events -A --sort-by='.lastTimestamp' | tail -30
    kubectl exec web-1 -- ls -la /data
    kubectl exec -n shop deploy/web -c app -- ps aux
    kubectl exec web-1 -- cat /proc/1/status
    kubectl exec web-1 -- df -h
    kubectl exec web-1 -- env
    kubectl exec web-1 -- curl -sS localhost:8080/healthz
    kubectl exec db-0 -- psql -U app -c 'SELECT 1'
    watch -n1 kubectl get pods
    watch -n 2 'kubectl get pods | grep -v Running'
    ssh web-1 uptime
    ssh -o ConnectTimeout=5 deploy@web-1 'df -h / && free -m'
    ssh web-1 'journalctl -u web --since "10 min ago" --no-pager | tail -n 100'
    journalctl -u nginx -n 100 --no-pager
    journalctl -fu nginx
    journalctl --since "1 hour ago" -p err
    journalctl -k -b -1
    journalctl --disk-usage
    dmesg -T | tail -n 50
    dmesg --level=err,warn
    df -h
    df -ih /var
    du -sh /var/log
    du -xh --max-depth=1 / 2>/dev/null | sort -rh | head -20
    ss -tlnp
    ss -s
    netstat -tulpn
    lsof -i :8080
    lsof +L1
    lsof -p 1234
    ps aux --sort=-%mem | head -n 15
    ps -ef | grep '[n]ginx'
    top -b -n 1 | head -30
    free -m
    vmstat 1 5
    iostat -xz 1 3
    mpstat -P ALL 1 1
    sar -n DEV 1 3
    pidstat 1 5
    dig +short example.com
    dig @8.8.8.8 example.com MX
    nslookup example.com 8.8.8.8
    host example.com
    ping -c 3 example.com
    traceroute example.com
    mtr -rwc 10 example.com
    openssl s_client -connect example.com:443 -servername example.com </dev/null
    openssl x509 -in cert.pem -noout -dates
    echo | openssl s_client -connect example.com:443 2>/dev/null | openssl x509 -noout -enddate
    echo | openssl s_client -showcerts -servername a -connect a:443 2>/dev/null | openssl x509 -noout -text | grep -A1 Validity
    curl -fsS https://example.com/health
    curl -I https://example.com
    curl -sS -o /dev/null -w '%{http_code} %{time_total}\n' https://example.com
    curl -fsS -m 5 -H 'Accept: application/json' "$SERVICE_URL/health" | jq .
    curl -X GET https://example.com
    curl --silent --fail --get --max-time 10 --data-urlencode "query=$query" "$prometheus/api/v1/query"
    psql -c 'SELECT b.pid FROM pg_stat_activity AS a JOIN LATERAL unnest(pg_blocking_pids(a.pid)) AS b(pid) ON true'
    used=$(df --output=pcent / | tail -n 1 | tr -dc '0-9'); test "$used" -le 90
    [[ -n $(kubectl get pods) ]]
    curl -sv --resolve example.com:443:10.0.0.1 https://example.com
    curl -fsSL --retry 3 --max-time 10 https://example.com/status
    wget -qO- https://example.com/health
    wget --spider -S https://example.com
    jq '.items | length' file.json
    jq -r '.items[] | select(.status == "failed") | .name' file.json
    jq -n --arg a b '{a: $a}'
    yq '.spec.replicas' deploy.yaml
    awk '{print $1}' access.log | sort | uniq -c | sort -rn | head
    awk -F: '$3 > 1000 {print $1}' /etc/passwd
    awk '$9 >= 500 {n++} END {print n+0}' access.log
    sed -n '1,20p' /etc/nginx/nginx.conf
    sed -n '/start/,/end/p' app.log
    sed 's/a/b/g' file.txt
    grep -rn "timeout" /etc/nginx
    zgrep -c ' 500 ' /var/log/nginx/access.log.1.gz
    tail -n 100 /var/log/syslog
    tail -f /var/log/syslog | grep --line-buffered error
    wc -l access.log
    cut -d' ' -f1 access.log | sort -u | wc -l
    tr -s ' ' < /etc/hosts
    cat access.log | cut -d '"' -f 2 | tr A-Z a-z | sort | uniq -c
    sort -t, -k2 -n data.csv
    diff a.yaml b.yaml
    column -t data.txt
    paste a b
    xxd file | head
    psql -c "SELECT count(*) FROM pg_stat_activity"
    psql "$DATABASE_URL" -c 'SELECT pid, state, query FROM pg_stat_activity WHERE state <> $$idle$$'
    psql -h db -U app -d shop -At -c "SELECT now() - pg_last_xact_replay_timestamp()"
    psql -c "SELECT datname, numbackends FROM pg_stat_database ORDER BY 2 DESC LIMIT 5"
    psql -c "SELECT relname, pg_size_pretty(pg_total_relation_size(relid)) FROM pg_stat_user_tables"
    psql -c '\l'
    psql -l
    pg_isready -h db
    mysql -e "SHOW PROCESSLIST"
    mysql -h db -e "SHOW FULL PROCESSLIST; SHOW ENGINE INNODB STATUS"
    mysql -e "SHOW GLOBAL STATUS LIKE 'Threads_%'"
    mysql -N -e "SELECT table_schema, count(*) FROM information_schema.tables GROUP BY 1"
    mysqladmin status
    mysqladmin ping
    redis-cli INFO
    redis-cli -h cache INFO memory
    redis-cli --latency
    redis-cli PING
    redis-cli SLOWLOG GET 10
    redis-cli DBSIZE
    redis-cli --bigkeys
    mongosh --eval 'db.serverStatus()'
    mongosh --quiet --eval 'rs.status()'
    mongosh --eval 'db.currentOp()'
    docker ps
    docker ps --format '{{.Names}}'
    docker inspect -f '{{.State.Health.Status}}' web
    docker logs --tail 100 web
    docker logs -f --since 10m web
    docker stats --no-stream
    docker top web
    docker port web
    docker events --since 10m --until 0m
    docker system df
    docker network ls
    docker compose ps
    docker compose logs --tail=100 web
    docker compose -f prod.yml config
    docker exec web ps aux
    git log --oneline -10
    git log --since=yesterday --format='%h %an %s'
    git diff HEAD~1
    git show HEAD --stat
    git blame src/main.ts
    git status
    git branch -a
    git remote -v
    git tag --list
    git rev-parse HEAD
    git -C /srv/app log -1
    systemctl status nginx
    systemctl list-units --failed
    systemctl is-active nginx
    systemctl --no-pager status nginx
    systemctl cat nginx
    systemctl show nginx -p MainPID
    systemctl list-timers
    service nginx status
    aws sts get-caller-identity
    aws ec2 describe-instances --filters Name=tag:Name,Values=web
    aws ec2 describe-instances --query 'Reservations[].Instances[].InstanceId' --output text
    aws ecs list-services --cluster prod
    aws ecs describe-services --cluster prod --services web
    aws logs tail /aws/lambda/web --since 10m
    aws logs filter-log-events --log-group-name web --filter-pattern ERROR
    aws cloudwatch get-metric-statistics --namespace AWS/RDS --metric-name CPUUtilization
    aws rds describe-db-instances
    aws s3 ls s3://bucket
    aws elbv2 describe-target-health --target-group-arn "$ARN"
    aws iam get-user
    aws lambda list-functions
    aws --profile prod --region eu-west-1 ec2 describe-volumes
    gcloud compute instances list
    gcloud container clusters describe prod
    gcloud logging read 'severity>=ERROR' --limit=50
    gcloud config list
    gcloud auth list
    gcloud projects list
    gcloud sql instances describe db
    gcloud run services list --project shop
    az vm list -o table
    az aks show -g rg -n prod
    az account show
    az monitor metrics list --resource id
    az webapp log tail -n web -g rg
    helm list -A
    helm status web -n shop
    helm history web
    helm get values web --all
    helm get manifest web | grep image
    terraform plan
    terraform show
    terraform state list
    terraform validate
    terraform output -json
    terraform version
    find /var/log -name '*.log' -size +100M
    find /tmp -type f -mmin -10 -ls
    find . -name '*.md' -print0 | xargs -0 grep -l TODO
    find /var/log -type f -exec ls -lh {} +
    find /var -xdev -type f -size +500M -printf '%s %p\n' | sort -rn | head
    ls -la /etc
    stat /etc/passwd
    file /bin/ls
    cat /etc/os-release
    less /var/log/syslog
    date -u
    date -u +%Y-%m-%dT%H:%M:%SZ
    date -d '1 hour ago'
    hostname -f
    uptime
    id
    who
    w
    last -n 10
    env | sort
    printenv PATH
    uname -a
    nproc
    lscpu
    lsblk
    mount
    ip addr
    ip route show
    ip -s link
    getent hosts example.com
    cat /proc/loadavg
    sysctl net.ipv4.ip_forward
    sysctl -a
    ulimit -a
    test -f /etc/hosts
    [ -n "$A" ] && echo yes
    [[ $A == b* ]] || echo no
    (( 1 + 1 ))
    export NAMESPACE=shop
    cd /srv/app
    cd /srv/app && git log -1
    pwd
    echo hello
    echo "Status: $(systemctl is-active nginx)"
    printf '%s\n' "$A"
    sleep 5
    set -euo pipefail
    set -x
    true
    timeout 5 curl -fsS https://example.com
    timeout 10s kubectl get pods
    time curl -s -o /dev/null https://example.com
    for ns in a b; do kubectl get pods -n "$ns"; done
    for pod in $(kubectl get pods -o name); do kubectl logs "$pod" --tail=5; done
    for i in {1..5}; do curl -fsS https://example.com/health; sleep 1; done
    for i in $(seq 1 10); do date; sleep 1; done
    if ! curl -fsS https://example.com; then echo down; fi
    if kubectl get ns shop >/dev/null 2>&1; then echo there; else echo gone; fi
    kubectl get pods -o name | while read -r pod; do kubectl describe "$pod"; done
    while read -r host; do ping -c 1 "$host"; done < hosts.txt
    while ! curl -fsS localhost:8080/health; do sleep 2; done
    until pg_isready -h db; do sleep 1; done
    kubectl get pods -o name | xargs -n1 kubectl describe
    kubectl get pods 2>&1 | tee /dev/stderr | wc -l
    case "$A" in a) echo a;; *) echo b;; esac
    count=$(kubectl get pods --no-headers | wc -l); echo "$count"
    start=$(date +%s); curl -s https://example.com >/dev/null; echo $(( $(date +%s) - start ))
    command -v kubectl
    type kubectl
    which kubectl
    nc -zv db 5432
    ! grep -q error app.log
    etcdctl endpoint health
    kafka-consumer-groups.sh --bootstrap-server k:9092 --describe --group g
    rabbitmqctl list_queues name messages
    rabbitmq-diagnostics status
    nginx -t
    consul members
    vault status
    nomad job status web
    istioctl proxy-status
    argocd app list
    flux get all
    promtool query instant http://prom:9090 up
    gh run list
    gh pr view 12
    crontab -l
` +
    `
    kubectl -n "\${NAMESPACE:-default}" get pods
    export SINCE="\${SINCE:-15m}"
    : "\${SERVICE_URL:?}"
    NS=shop; kubectl -n \${NS} get pods
    for ns in a b; do kubectl get pods -n "\${ns}"; done
    : "\${NAMESPACE:=default}"`,
  changing: `
    kubectl exec -it web-1 -- sh
    curl -X POST https://example.com/api
    git pull
    docker restart web
    export PATH="/opt/bin:$PATH"
    kubectl get pods > pods.txt
    find . -name '*.sh' -exec chmod +x {} +
    timeout 60 kubectl rollout restart deploy/web
    crontab jobs.txt
    crontab < jobs.txt
    wget -qO- -o log.txt https://example.com
    wget -qO- --post-data=a=b https://example.com
    git branch new
    git branch --unset-upstream
    git tag v1
    git remote add a b
    mount -a
    mount /dev/sdb1 /mnt
    docker compose -f prod.yml up -d
    kafka-topics.sh --topic t
    promtool tsdb create-blocks-from openmetrics a`,
  destructive: `
    kubectl exec web-1 -- rm -rf /data
    kubectl exec deploy/web -c app -- kill -9 1
    for ns in a b; do kubectl delete ns "$ns"; done
    kubectl get pods -o name | while read -r pod; do kubectl delete "$pod"; done
    find /tmp -type f -mtime +7 -delete
    ssh web-1 'sudo systemctl stop nginx'
    watch -n1 'kubectl delete pod web-1'
    timeout 5 curl -X DELETE https://example.com/a
    crontab -r
    crontab -l -r
    nc -z -e /bin/sh host 1
    mongosh --eval 'db.serverStatus(); db.dropDatabase()'
    mongosh --eval 'db.serverStatus()' --file drop.js
    mongosh --eval 'db.serverStatus()' shop drop.js
    kafka-topics.sh --list --delete --topic t
    wget -qO- --method=DELETE https://example.com
    kubectl get pods -o name | xargs -n1 kubectl delete
    xargs -P4 -n1 rm
    watch -n1 kubectl delete pod web-1
    psql -l -f drop.sql
    psql -l -c 'DROP TABLE a'
    gcloud run services delete web
    docker compose -f prod.yml down
    docker compose -p shop rm -f
    git branch -D old
    git remote remove origin
    tee /dev/stderr /dev/sda
    journalctl --vacuum-size=1G
    git clean -fdx
    if ! curl -fsS https://example.com; then kubectl delete pod web-1; fi`,
});

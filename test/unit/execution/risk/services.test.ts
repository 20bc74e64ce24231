import { table } from './riskTable.ts';

table('services, databases, HTTP, git and packages', {
  'read-only': `
    systemctl status nginx
    systemctl list-units --failed
    systemctl is-active nginx
    systemctl cat nginx
    service nginx status
    supervisorctl status
    nginx -t
    git status
    git log --oneline -n 20
    git diff HEAD~1
    git show HEAD
    git blame file
    git --no-pager log
    git ls-remote origin
    git stash list
    gh pr list
    gh run view 1
    apt list --installed
    apt-cache policy nginx
    dpkg -l
    rpm -qa
    yum history
    npm ls
    pip list
    pip show requests
    brew list
    curl -fsS https://example.com/health
    curl -I https://example.com
    curl -X GET https://example.com
    curl -sS -o /dev/null -w '%{http_code}' https://example.com
    curl -H 'Accept: application/json' https://example.com | jq .
    psql -c 'SELECT 1'
    psql -h db -c 'SELECT count(*) FROM orders'
    psql -c 'EXPLAIN SELECT * FROM orders'
    psql -c "SELECT pid, state FROM pg_stat_activity WHERE state <> 'idle'"
    mysql -e 'SHOW PROCESSLIST'
    mysql -h db -e 'SELECT * FROM orders LIMIT 5'
    echo 'SELECT 1' | psql
    redis-cli ping
    redis-cli -h cache info memory
    redis-cli get key
    redis-cli --scan --pattern 'a*'
    redis-cli config get maxmemory
    redis-cli -h cache
    echo INFO | redis-cli -h cache
    count() { wc -l; }; redis-cli keys 'a*' | count
    printf 'PING\\nDBSIZE\\n' | redis-cli
    redis-cli <<< 'CONFIG GET maxmemory'
    echo "TTL session:$ID" | redis-cli -h cache | grep -v -- -1
    while read -r key; do redis-cli ttl "$key"; done < keys.txt
    kubectl get pods -o name | while read -r host; do redis-cli -h "$host" --bigkeys; done
    kubectl get pods -o name | while read -r pod; do kubectl exec "$pod" -- redis-cli info; done
    kubectl get pods -o name | while read -r host; do mongosh --host "$host" --eval 'rs.status()'; done
    echo 'SELECT 1' | ssh db 'psql -U app'
    while read -r name; do psql -d "$name" -c 'SELECT 1'; done < names.txt
    kubectl get pods -o name | while read -r pod; do psql -c 'SELECT 1'; done
    cat names.txt | while read -r name; do mysql -D "$name" -e 'SHOW TABLES'; done
    cat names.txt | while read -r name; do mysql -Ne 'SELECT 1' "$name"; psql -tAc 'SELECT 1'; done
    cat names.txt | while read -r name; do sqlite3 "$name" 'SELECT 1'; done
    mongosh --host h -u a --quiet --eval 'rs.status()'
    pg_isready -h db
    mysqladmin status
    rabbitmqctl list_queues
    nodetool status`,
  changing: `
    systemctl restart nginx
    systemctl start nginx
    systemctl reload nginx
    systemctl enable nginx
    service nginx restart
    supervisorctl restart web
    git pull
    git commit -m "rm -rf the old code"
    git push
    git fetch --tags
    git merge main
    git revert HEAD
    git tag v1
    apt-get update
    apt-get install -y nginx
    yum update
    npm install
    pip install requests
    brew install jq
    curl -X POST https://example.com/restart
    curl -d a=b https://example.com
    curl --json '{}' https://example.com
    curl -X PUT https://example.com
    curl -o file https://example.com
    curl -O https://example.com/file
    wget https://example.com/file
    wget --post-data=a https://example.com
    psql -c 'UPDATE orders SET a = 1 WHERE id = 2'
    psql -c 'INSERT INTO orders VALUES (1)'
    psql -c 'CREATE INDEX i ON orders (a)'
    psql -c 'VACUUM orders'
    psql -c 'SELECT pg_cancel_backend(1)'
    psql -c 'SELECT my_function()'
    psql
    mysql -e 'INSERT INTO t VALUES (1)'
    redis-cli incr key
    redis-cli lpush a b
    echo 'INCR key' | redis-cli
    echo 'rs.status()' | mongosh --quiet
    mongosh
    mongosh mydb
    mongosh mongodb://staging/shop
    mongosh "mongodb://$HOST/shop"
    mongosh "$MONGO_URL"
    mongosh --host h.js mydb
    mongosh --tlsCertificateKeyFile client.pem --apiVersion 1 mydb
    mongo -u clean.js --port 27018 shop
    pg_dump shop
    createdb shop
    openssl req -new
    gh workflow run deploy`,
  destructive: `
    systemctl stop nginx
    systemctl disable nginx
    systemctl mask nginx
    systemctl kill nginx
    systemctl reboot
    service nginx stop
    supervisorctl stop web
    nginx -s stop
    git reset --hard
    git clean -fd
    git push --force
    git push -f origin main
    git push origin --delete branch
    git push origin :branch
    git push origin main +dev
    git push origin main :old
    git push origin a b :old
    git branch -D branch
    git tag -d v1
    git checkout .
    git stash drop
    git rebase main
    git filter-branch HEAD
    gh repo delete a/b
    apt-get remove nginx
    apt-get purge nginx
    apt-get autoremove
    apt remove -y nginx
    yum remove nginx
    dnf erase nginx
    dpkg -r nginx
    rpm -e nginx
    pacman -Rns nginx
    npm uninstall a
    pip uninstall -y requests
    brew uninstall jq
    curl -X DELETE https://example.com/a
    curl -XDELETE https://example.com/a
    curl --request DELETE https://example.com/a
    curl -sXDELETE https://example.com/a
    wget --method=DELETE https://example.com/a
    http DELETE https://example.com/a
    psql -c 'DROP TABLE orders'
    psql -c 'TRUNCATE orders'
    psql -c 'DELETE FROM orders'
    psql -c 'DELETE FROM orders WHERE id = 1'
    psql -c 'UPDATE orders SET a = 1'
    psql -c 'SELECT pg_terminate_backend(1)'
    psql -c 'WITH a AS (DELETE FROM t RETURNING *) SELECT * FROM a'
    psql -f script.sql
    psql -c 'ALTER TABLE a DROP COLUMN b'
    echo 'DROP TABLE a' | psql
    mysql -e 'DROP DATABASE shop'
    mysql -e 'KILL 5'
    mysql -h db-prod -e "RESET MASTER"
    mysql -e 'SELECT 1 /*! ; DROP TABLE a */'
    mysql < script.sql
    sqlite3 a.db 'DELETE FROM t'
    redis-cli flushall
    redis-cli -h cache -n 1 FLUSHDB
    redis-cli del key
    redis-cli shutdown
    redis-cli config set maxmemory 1
    redis-cli --scan | xargs redis-cli del
    echo FLUSHALL | redis-cli -h cache-prod
    echo flushall | valkey-cli
    printf 'PING\\nFLUSHALL\\n' | redis-cli
    echo '5 DEL key' | redis-cli
    echo "'FLUSHALL'" | redis-cli
    echo "$COMMAND" | redis-cli
    redis-cli -h cache < commands.txt
    < commands.txt redis-cli -h cache
    redis-cli <<< FLUSHALL
    redis-cli KEYS 'a*' | awk '{print "DEL "$1}' | redis-cli
    cat commands.txt | kubectl exec -i redis-0 -- redis-cli
    echo FLUSHALL | docker exec -i redis redis-cli
    echo FLUSHALL | ssh cache-1 'redis-cli -h localhost'
    echo FLUSHALL | kubectl exec -i redis-0 -- sh -c 'redis-cli -a "$PASS"'
    ask() { redis-cli -h cache; }; echo FLUSHALL | ask
    echo 'db.dropDatabase()' | mongosh
    mongosh mongodb://db/shop < script.js
    cat x.sql | psql
    gunzip -c x.gz | psql
    cat x.sql | kubectl exec -i db -- psql
    cat x.sql | ssh db 'psql shop'
    echo "SELECT $(base64 -d <<< eA==)" | psql
    mysql --init-command 'SET NAMES utf8' < script.sql
    mysql -psecret shop < script.sql
    sqlite3 -cmd '.mode csv' a.db < script.sql
    sqlcmd -e < script.sql
    dropdb shop
    pg_restore -c a.dump
    mysqladmin shutdown
    mongosh --eval 'db.dropDatabase()'
    mongosh clean.js
    mongo x.js
    mongosh clean.mjs
    mongosh ./clean.cjs
    mongosh clean.mongodb
    mongosh --host h clean.js
    mongosh -u a clean.js
    mongosh --retryWrites clean.js
    mongosh --tlsCertificateKeyFile client.pem --apiVersion 1 clean.js
    mongosh -- clean.js
    mongosh mydb clean.js
    mongosh mongodb://staging/shop clean.js
    mongosh "$SCRIPTS/clean.js"
    for file in *.js; do mongosh "$file"; done
    mongosh --eval 'rs.status()' clean.js
    mongosh --nodb clean.js
    kubectl exec db-0 -- mongosh clean.js
    mysql -e '\\. x.sql'
    mysql shop -e 'SELECT 1; \\. x.sql'
    echo '\\. x.sql' | mysql shop
    kafka-topics.sh --delete --topic t
    rabbitmqctl purge_queue q
    rabbitmqctl reset
    nodetool decommission`,
});

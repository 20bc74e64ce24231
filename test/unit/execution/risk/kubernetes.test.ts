import { table } from './riskTable.ts';

table('Kubernetes, Helm and containers', {
  'read-only': `
    kubectl get pods
    kubectl get pods -A -o wide
    kubectl -n shop get deploy
    kubectl --context prod-eu get nodes
    kubectl describe pod web-1
    kubectl logs web-1 --tail=100
    kubectl logs -f deployment/web
    kubectl top pods
    kubectl top nodes
    kubectl explain deployment.spec
    kubectl version
    kubectl cluster-info
    kubectl api-resources
    kubectl rollout status deployment/web
    kubectl rollout history deployment/web
    kubectl config current-context
    kubectl config get-contexts
    kubectl config view
    kubectl auth can-i delete pods
    kubectl diff -f app.yaml
    kubectl wait --for=condition=ready pod/web-1
    kubectl get events --sort-by=.lastTimestamp | tail -n 20
    kubectl get secret db -o jsonpath='{.data.password}' | base64 -d
    kubectl apply -f app.yaml --dry-run=client
    kubectl delete pod web-1 --dry-run=server
    kubectl exec web-1 -- cat /etc/hosts
    kubectl exec -n shop -c app web-1 -- ps aux
    oc get routes
    helm list -A
    helm status web
    helm history web
    helm get values web
    helm template chart
    helm diff upgrade web chart
    helm upgrade web chart --dry-run
    docker ps -a
    docker logs web
    docker images
    docker inspect web
    docker stats --no-stream
    docker volume ls
    docker system info
    docker compose ps
    docker compose logs web
    docker exec web cat /etc/hosts
    kubectl get pod run
    kubectl -n shop logs debug
    kubectl run web --image=nginx --dry-run=client -o yaml
    docker logs run
    docker inspect exec
    helmfile -e prod diff
    helmfile list
    crictl ps
    crictl images nginx
    ctr -n k8s.io images ls
    ctr images check
    ctr c ls
    docker container logs web
    docker container ls -a
    docker network inspect bridge
    docker service ps web
    docker buildx ls
    podman pod ps
    podman system df
    argocd app get web
    stern web`,
  changing: `
    kubectl apply -f app.yaml
    kubectl create deployment web --image=nginx
    kubectl scale deployment/web --replicas=5
    kubectl rollout restart deployment/web
    kubectl rollout undo deployment/web
    kubectl rollout pause deployment/web
    kubectl set image deployment/web web=nginx:1.25
    kubectl patch deployment web -p '{}'
    kubectl edit deployment web
    kubectl label pod web-1 a=b
    kubectl annotate pod web-1 a=b
    kubectl cordon node-1
    kubectl uncordon node-1
    kubectl autoscale deployment web --max=5
    kubectl expose deployment web
    kubectl run debug --image=busybox
    kubectl cp web-1:/tmp/a a
    kubectl port-forward svc/web 8080:80
    kubectl debug node/node-1
    kubectl config use-context staging
    kubectl exec -it web-1 -- bash
    kubectl unknown-plugin
    helm upgrade --install web chart
    helm rollback web 3
    helm install web chart
    helm repo add a https://example.com
    docker start web
    docker restart web
    docker pull nginx
    docker build .
    docker run -d nginx
    docker compose up -d
    docker cp web:/a a
    docker tag a b
    kubectx staging
    kubectl run psql --rm -it --image=postgres -- psql -h db -c 'SELECT 1'
    kubectl run tmp --rm -i --image=busybox --restart=Never -- nslookup web
    while read -r name; do kubectl run "$name" --image=nginx; done < names.txt
    kubectl debug node/n1 -it --image=busybox -- chroot /host journalctl -u kubelet
    kubectl debug web-1 -it --image=busybox --target=app -- ps aux
    docker run --rm --entrypoint cat nginx /etc/nginx/nginx.conf
    docker run --rm --entrypoint '' nginx ls /
    docker container run --rm nginx ls /
    docker-compose run --rm web env
    helmfile apply
    docker start stats
    docker restart logs
    ctr images pull nginx`,
  destructive: `
    kubectl delete pod web-1
    kubectl delete -f app.yaml
    kubectl delete namespace shop
    kubectl -n shop delete pods --all
    kubectl --context prod-eu delete deployment web
    kubectl drain node-1 --ignore-daemonsets
    kubectl replace --force -f app.yaml
    kubectl taint nodes node-1 key=value:NoExecute
    kubectl apply --prune -f app.yaml
    kubectl delete pod web-1 --grace-period=0 --force
    kubectl exec web-1 -- rm -rf /data
    kubectl exec -it web-1 -- sh -c 'kill 1'
    kubectl --profile get delete pod x
    kubectl delete pod x --dry-run=none
    kubectl get ns -o name | xargs kubectl delete
    kubectl config delete-context prod
    oc delete project shop
    helm uninstall web
    helm delete web
    helm upgrade web chart --force
    docker rm -f web
    docker rmi nginx
    docker stop web
    kubectl run psql --rm -it --image=postgres -- psql -h db -c 'DROP TABLE x'
    kubectl run redis --rm -it --image=redis -- redis-cli -h redis FLUSHALL
    kubectl run tmp --image=busybox --command -- rm -rf /data
    kubectl run psql --rm -i --image=postgres -- psql -h db < x.sql
    kubectl run tmp --image=busybox -- rm -rf /data --dry-run=client
    kubectl debug node/n1 -it --image=busybox -- chroot /host rm -rf /var
    oc debug node/n1 -- chroot /host systemctl stop kubelet
    kubectl delete pod run
    kubectl delete pod exec
    kubectl -n run delete pod web-1
    kubectl --context debug delete pod web-1
    docker -H exec rm -f web
    kubectl -n run exec web-1 -- rm -rf /data
    docker rm -f run
    docker run --rm --entrypoint redis-cli redis -h x FLUSHALL
    docker run --entrypoint sh img -c 'rm -rf /x'
    docker run --entrypoint=sh -v /:/host img -c 'rm -rf /host/x'
    docker run --gpus all --entrypoint rm img -rf /x
    docker run --unknown x --entrypoint sh img -c 'rm -rf /x'
    docker run img -c 'rm -rf /x'
    docker run --entrypoint "$PROGRAM" img x
    podman run --entrypoint '["rm", "-rf"]' img /x
    echo 'rm -rf /x' | docker run -i --entrypoint sh img
    docker container run img rm -rf /x
    docker compose run --entrypoint 'rm -rf' web /x
    docker-compose run web rm -rf /x
    helmfile destroy
    helmfile -e prod delete
    docker rm -f stats
    docker rm ls
    docker stop logs
    docker kill info
    docker kill top
    ctr -n k8s.io images rm x
    ctr images remove x
    ctr namespaces remove x
    docker kill web
    docker system prune -af
    docker volume rm data
    docker volume prune
    docker compose down -v
    docker compose rm
    docker exec web rm -rf /data
    docker run --privileged alpine
    docker container prune
    podman rm web
    crictl rm web
    argocd app delete web
    velero backup delete b
    etcdctl del key
    eksctl delete cluster prod
    minikube delete`,
});
